import { Compass } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { Link, Redirect, Route, Router, Switch, useLocation } from 'wouter'
import { Broken } from './broken'
import { MemberContext, useMe } from './member'
import { Shell, usePlaces } from './shell'
import { Invitation } from './sign-in/invitation'
import { RegisterPasskey, ShowPasskey } from './sign-in/passkey-steps'
import { SignIn } from './sign-in/sign-in'
import { useText } from './text'
import { Empty, Failure, Loading } from './ui/states'

const Queue = lazy(() => import('./queue/queue').then(({ QueuePage }) => ({ default: QueuePage })))
const Case = lazy(() => import('./case/case').then(({ CasePage }) => ({ default: CasePage })))

const Audit = lazy(() => import('./audit/audit').then(({ AuditPage }) => ({ default: AuditPage })))
const Jobs = lazy(() => import('./jobs/jobs').then(({ JobsPage }) => ({ default: JobsPage })))
const Webhooks = lazy(() =>
  import('./webhooks/webhooks').then(({ WebhooksPage }) => ({ default: WebhooksPage })),
)
const Metrics = lazy(() =>
  import('./metrics/metrics').then(({ MetricsPage }) => ({ default: MetricsPage })),
)
const Models = lazy(() =>
  import('./models/models').then(({ ModelsPage }) => ({ default: ModelsPage })),
)
const Candidate = lazy(() =>
  import('./models/candidate').then(({ CandidatePage }) => ({ default: CandidatePage })),
)
const Policies = lazy(() =>
  import('./policies/policies').then(({ PoliciesPage }) => ({ default: PoliciesPage })),
)
const Policy = lazy(() =>
  import('./policies/policy').then(({ PolicyPage }) => ({ default: PolicyPage })),
)
const NewPolicy = lazy(() =>
  import('./policies/new-policy').then(({ NewPolicyPage }) => ({ default: NewPolicyPage })),
)
const Settings = lazy(() =>
  import('./settings/settings').then(({ SettingsPage }) => ({ default: SettingsPage })),
)

/** Everything below /console. Who is not logged in sees the way in, at the address where they are. */
export function App() {
  return (
    <Router base="/console">
      <Broken>
        <Gate />
      </Broken>
    </Router>
  )
}

function Gate() {
  const me = useMe()
  const [path] = useLocation()
  if (path === '/invitation') return <Invitation />
  if (me.isPending) return <Loading rows={0} />
  if (me.isError) return <Failure error={me.error} onRetry={() => void me.refetch()} />
  if (me.data === null) return <SignIn />
  if (me.data.next === 'SHOW_PASSKEY') return <ShowPasskey />
  if (me.data.next === 'REGISTER_PASSKEY') return <RegisterPasskey />
  return (
    <MemberContext value={me.data}>
      <Shell>
        <Suspense fallback={<Loading />}>
          <Pages />
        </Suspense>
      </Shell>
    </MemberContext>
  )
}

function Pages() {
  const t = useText()
  const [first] = usePlaces()
  return (
    <Switch>
      <Route path="/">
        <Redirect to={first?.path ?? '/settings'} replace />
      </Route>
      <Route path="/queue" component={Queue} />
      <Route path="/case/:id" component={Case} />
      <Route path="/metrics" component={Metrics} />
      <Route path="/policies" component={Policies} />
      <Route path="/policies/new" component={NewPolicy} />
      <Route path="/policies/:id" component={Policy} />
      <Route path="/models/candidate/:id" component={Candidate} />
      <Route path="/models/:section?" component={Models} />
      <Route path="/audit" component={Audit} />
      <Route path="/jobs" component={Jobs} />
      <Route path="/webhooks" component={Webhooks} />
      <Route path="/settings/:section?" component={Settings} />
      <Route>
        <Empty title={t('nav.lost')} icon={<Compass size={28} aria-hidden="true" />}>
          {t('nav.lost-why')} {first && <Link href={first.path}>{t(first.label)}</Link>}
        </Empty>
      </Route>
    </Switch>
  )
}
