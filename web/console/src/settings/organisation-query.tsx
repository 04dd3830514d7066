import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ask } from '../../../shared/ask'
import { type OrganisationQuery, organisationDocument } from '../../generated/graphql'
import { waiting } from '../ui/states'

export type Organisation = OrganisationQuery['organization']

type Props = { children(found: Organisation, anew: () => void): ReactNode }

/** What the organisation has set, once it is there. */
export function WithOrganisation({ children }: Props) {
  const organisation = useQuery({
    queryKey: ['organisation'],
    queryFn: () => ask(organisationDocument, {}),
  })
  const found = organisation.data?.organization
  return found ? children(found, () => void organisation.refetch()) : waiting(organisation)
}
