import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import {
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  lexicographicSortSchema,
  printSchema,
} from 'graphql'
import { createSchema } from '../../src/graphql/schema'

const schema: GraphQLSchema = createSchema()
const types = Object.values(schema.getTypeMap()).filter(
  (type) => !isIntrospectionType(type) && !(isScalarType(type) && isSpecifiedScalarType(type)),
)

test('schema.graphql is what the code says', () => {
  expect(readFileSync('schema.graphql', 'utf8')).toBe(
    `${printSchema(lexicographicSortSchema(schema))}\n`,
  )
})

test('everything in the contract is described', () => {
  const bare: string[] = []
  const note = (name: string, description: string | null | undefined) =>
    !description && bare.push(name)
  for (const type of types) {
    if (!['Query', 'Mutation', 'Subscription'].includes(type.name))
      note(type.name, type.description)
    if (isEnumType(type))
      for (const value of type.getValues()) note(`${type.name}.${value.name}`, value.description)
    if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type))
      for (const field of Object.values(type.getFields())) {
        note(`${type.name}.${field.name}`, field.description)
        if ('args' in field)
          for (const arg of field.args)
            note(`${type.name}.${field.name}(${arg.name})`, arg.description)
      }
  }
  expect(bare).toEqual([])
})

test('every mutation takes one input and answers with result and userErrors', () => {
  for (const mutation of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    expect(mutation.args.map((arg) => arg.name)).toEqual(['input'])
    const payload = schema.getType(String(mutation.type).replace('!', ''))
    expect(isObjectType(payload) && Object.keys(payload.getFields())).toEqual([
      'result',
      'userErrors',
    ])
  }
})

test('our scalars say which standard they follow', () => {
  const ours = types.filter(isScalarType)
  expect(ours.length).toBeGreaterThan(0)
  for (const scalar of ours) expect(scalar.specifiedByURL).toMatch(/^https:/)
})

/** What a reviewer decides, who is a member and logged in. */
const DECIDED_BY_PEOPLE = ['ReviewCaseDecideInput.outcome', 'SecondReviewDecideInput.outcome']

test('hardening: no input takes a score, a verdict or a finding: those are measured here', () => {
  const names = types
    .filter(isInputObjectType)
    .flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`))
  expect(names.length).toBeGreaterThan(20)
  const words = /score|verdict|outcome|isLive|passed|confidence|similarity|match|approved/i
  const found = names.filter((name) => words.test(name.split('.')[1] ?? ''))
  expect(found.filter((name) => !DECIDED_BY_PEOPLE.includes(name))).toEqual([])
})
