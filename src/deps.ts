import type { ChipReading } from './chip/chip-reading'
import type { ChipFiles } from './chip/read-chip'
import type { Policy } from './decision/policy'
import type { BarcodeReading, MrzFormat, MrzReading, VisualZone } from './documents/reading'
import type { FrameMeasure } from './liveness/frame-measure'
import type { Logger } from './log'
import type { Metrics } from './metrics'
import type { IpCountries } from './net/ip-countries'
import type { Producer } from './queue/queues'
import type { RateLimit } from './queue/rate-limit'
import type { uploadAddresses } from './sessions/upload-address'
import type { BreachedPasswords } from './storage/breached-passwords'
import type { Changes } from './storage/changes'
import type { CheckpointFiles } from './storage/checkpoint-files'
import type { Keys } from './storage/keys'
import type { Signer } from './storage/signing-keys'
import type { Stores } from './storage/stores'
import type { Tombstones } from './storage/tombstones'
import type { FivePoints } from './vision/face-geometry'
import type { FaceTemplate } from './vision/face-template'
import type { Box, Quad, RgbImage } from './vision/geometry'
import type { DocumentOutline } from './vision/page-geometry'
import type { Watchlists } from './watchlists/watchlists'

/** Everything a use case may reach for. wire.ts builds it; tests build it with a clock and a network of their own. */
export type Deps = Stores & {
  now(): Date
  /** A number 0..1, for spreading retries. */
  random(): number
  log: Logger
  metrics: Metrics
  settings: Settings
  /** The default policy: what decides where an organisation has published none (policies/policy-in-force.ts). */
  policy: Policy
  /** Loads every model, so that the first session does not wait for it. */
  warmUp(): Promise<void>
  /** The models the checks use, as decisions record them. */
  models: ModelRef[]
  tombstones: Tombstones
  checkpoints: CheckpointFiles
  changes: Changes
  keys: Keys
  signer: Signer
  blobs: Blobs
  uploads: ReturnType<typeof uploadAddresses>
  queue: Producer
  images: Images
  documents: DocumentReader
  faces: Faces
  chips: Chips
  watchlists: Watchlists
  ipCountries: IpCountries
  net: GuardedPost
  /** Null where none is configured. */
  identityProvider: IdentityProvider | null
  rateLimit: RateLimit
  breachedPasswords: BreachedPasswords
}

export type Settings = {
  codeVersion: string
  /** How the API is reached: the issuer of statements. */
  publicUrl: string
  sessionTtlMs: number
  uploadTtlMs: number
  stuckAfterMs: number
  /** The most sessions that may wait for their checks or be in them. */
  maxQueued: number
  maxQueuedPerOrganization: number
  /** Whether webhooks may go to private addresses and plain http. */
  privateWebhooks: boolean
}

/** The image decoder and its guard (DESIGN §5): the only way bytes from outside become pixels. */
export type Images = {
  /**
   * Decodes untrusted bytes in a child process and re-encodes them: upright, sRGB, without metadata.
   * JPEG, PNG and WebP of one page, at most 10 MB, 25 MP and 10 000 px a side.
   * @throws AppError IMAGE_UNSUPPORTED | IMAGE_DAMAGED | IMAGE_TOO_MANY_PIXELS | IMAGE_TOO_SMALL | UPLOAD_EMPTY | UPLOAD_TOO_LARGE
   */
  normalize(bytes: Uint8Array): Promise<{ bytes: Uint8Array; width: number; height: number }>
  /** Pixels of an image that `normalize` produced. */
  decode(bytes: Uint8Array): Promise<RgbImage>
  /** A JPEG (quality 1..100) of the pixels. */
  encode(image: RgbImage, quality?: number): Promise<Uint8Array>
  close(): Promise<void>
}

/** A face found: its box, the detector's score 0..1, and five landmarks. */
export type Face = { box: Box; score: number; landmarks: FivePoints }

export type FaceComparison = { logLikelihoodRatio: number; falseMatchRate: number }

export type Faces = {
  /** Faces of an image, the main one first (largest, weighed by nearness to the centre). Empty when there is none. */
  find(image: RgbImage): Promise<Face[]>
  /** The face as it is compared. */
  embed(image: RgbImage, face: Face): Promise<FaceTemplate>
  /**
   * How alike two faces are: the natural logarithm of how much likelier one person is than two, and the share 0..1 of
   * strangers that look at least as alike (never below what the data show).
   */
  compare(a: FaceTemplate, b: FaceTemplate): FaceComparison
  /** The log-likelihood ratio that this share of strangers reaches; Infinity where the data do not show it. */
  thresholdFor(falseMatchRate: number): number
  /** What a liveness challenge needs to know of one frame; null when no face was found. */
  measureFrame(image: RgbImage): Promise<FrameMeasure | null>
  /** Passive presentation attack detection on one frame: the model's probability 0..1 that the face is live. */
  liveness(image: RgbImage, face: Face): Promise<number>
}

export type MrzReader = {
  /** The machine-readable zone of a document page, or null when none is found. */
  readMrz(image: RgbImage): Promise<MrzReading | null>
}

/** Everything that is read off the image of one side of a document. */
export type DocumentReader = MrzReader & {
  /** The print for people. `mrz` is the page's zone where it has one: it tells which way the page is turned. */
  readVisualZone(image: RgbImage, mrz: MrzReading | null): Promise<VisualZone>
  /** The barcodes, with the fields of those that follow a standard we know. */
  readBarcodes(image: RgbImage): Promise<BarcodeReading[]>
  /** Where the document lies on the image; never fails. */
  findOutline(image: RgbImage, hints: OutlineHints): Promise<DocumentOutline>
}

/** Chips of documents, read from the files that an app sends. */
export type Chips = {
  /**
   * Reads the trust of the configuration ahead of the first chip.
   * @throws AppError INVALID when it cannot be read or is not to be trusted
   */
  loadTrust(now: Date): void
  /**
   * What the chip says, whoever signed it: without any trust.
   * @throws AppError INVALID with `sod`, `dg1` or `dg2` in `field` when a file is too large or not what it should be;
   * IMAGE_DAMAGED, IMAGE_UNSUPPORTED or IMAGE_TOO_MANY_PIXELS when a portrait in JPEG 2000 does not decode
   */
  inspect(files: ChipFiles, now: Date): Promise<ChipReading>
  /** As `inspect`, with Passive Authentication against the trust configured. @throws also as `loadTrust` */
  authenticate(files: ChipFiles, now: Date): Promise<ChipReading>
}

/** What is known of a page before its edges are looked for, in pixels of the image. */
export type OutlineHints = {
  mrzBox?: Quad | null
  mrzFormat?: MrzFormat | null
  faceBox?: Quad | null
}

/** A model as decisions record it. */
export type ModelRef = { name: string; sha256: string }

/** Where images lie: a folder or an S3 bucket. Keys: 1..200 of `a-z A-Z 0-9 . _ - /`, no `.` or `..` parts. */
export type Blobs = {
  /** Writes the whole object or nothing; once resolved it survives a crash. Replaces what was there. */
  put(key: string, bytes: Uint8Array): Promise<void>
  /** @throws Error when there is no such object */
  get(key: string): Promise<Uint8Array>
  /** Whether there is such an object. @throws Error when the store cannot be asked */
  exists(key: string): Promise<boolean>
  /** Removes the object; resolves also when there was none. */
  delete(key: string): Promise<void>
  /** Every object whose key begins with `prefix`, in no order. */
  list(prefix?: string): AsyncIterable<BlobEntry>
  /** Writes, reads and deletes a probe. @throws Error when any of it fails */
  check(): Promise<void>
}

export type BlobEntry = { key: string; byteLength: number; modifiedAt: Date }

/** Posts to addresses that strangers chose, and never to our own network (DESIGN §5). */
export type GuardedPost = {
  /** One attempt: what the server answered (any status), or why there was no answer. */
  post(url: string, request: PostRequest): Promise<PostAnswer | PostRefused>
}

/** An OpenID provider, as one of its clients (OpenID Connect Core 1.0, code flow with PKCE). */
export type IdentityProvider = {
  /** Where to send the browser, which is to keep `checks` meanwhile. @throws Error when the provider cannot be reached */
  begin(redirectUri: string): Promise<{ url: string; checks: LoginChecks }>
  /** Who the provider says came back at `url`; null when anything about that is wrong. */
  finish(url: URL, checks: LoginChecks): Promise<ProvenPerson | null>
}

/** What ties the answer to the browser that asked (`state`), the identity to the answer (`nonce`), and the code to us. */
export type LoginChecks = { state: string; nonce: string; verifier: string }

/** `email`: null unless the provider says that it is verified. `roles`: null unless roles come from the provider. */
export type ProvenPerson = { email: string | null; roles: string[] | null }

export type PostRequest = { headers: Record<string, string>; body: string }

/** `excerpt`: at most 1 000 characters of the body; `latencyMs`: until the body was read. */
export type PostAnswer = {
  status: number
  latencyMs: number
  excerpt: string
  retryAfterSec: number | null
}

/** No answer. `message` is safe to show to the owner of the endpoint and says what to do. */
export type PostRefused = {
  refused: 'URL' | 'ADDRESS' | 'DNS' | 'TLS' | 'CONNECTION' | 'TIMEOUT'
  message: string
  latencyMs: number
}
