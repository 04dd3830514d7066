import type { S3Client, S3ClientConfig, S3ServiceException } from '@aws-sdk/client-s3'
import type { BlobEntry } from '../deps'
import type { BlobStore } from './blobs'
import { assertKey } from './blobs-key'

type Bucket = { name: string; prefix: string; client: S3ClientConfig }
type Sdk = typeof import('@aws-sdk/client-s3')

/**
 * Blobs as objects of an S3 bucket, their keys behind the URL's path. The SDK is loaded at the first call, so
 * that a folder store costs no memory for it. The URL's form is in blobs.ts.
 * @throws Error when the URL has no bucket, has credentials, or a parameter that is not known
 */
export function openBlobBucket(url: string): BlobStore {
  const bucket = parseBucket(url)
  let connection: Promise<{ sdk: Sdk; client: S3Client }> | null = null
  const connect = () => {
    connection ??= import('@aws-sdk/client-s3').then((sdk) => {
      return { sdk, client: new sdk.S3Client(bucket.client) }
    })
    return connection
  }
  const address = (key: string) => {
    assertKey(key)
    return { Bucket: bucket.name, Key: bucket.prefix + key }
  }
  return {
    async put(key, bytes) {
      const target = address(key)
      const { sdk, client } = await connect()
      await client.send(new sdk.PutObjectCommand({ ...target, Body: bytes }))
    },
    async get(key) {
      const target = address(key)
      const { sdk, client } = await connect()
      const { Body } = await client.send(new sdk.GetObjectCommand(target))
      if (!Body) throw new Error('The blob store answered without a body.')
      return Body.transformToByteArray()
    },
    async exists(key) {
      const target = address(key)
      const { sdk, client } = await connect()
      return client.send(new sdk.HeadObjectCommand(target)).then(
        () => true,
        (error: unknown) => {
          if (error instanceof sdk.S3ServiceException && isMissing(error)) return false
          throw error
        },
      )
    },
    async delete(key) {
      const target = address(key)
      const { sdk, client } = await connect()
      await client.send(new sdk.DeleteObjectCommand(target))
    },
    async *list(prefix = '') {
      const { sdk, client } = await connect()
      yield* listBucket(sdk, client, bucket, prefix)
    },
  }
}

/** A HEAD has no body to name the error in; some stores have no name for it either. */
function isMissing({ name, $metadata }: S3ServiceException): boolean {
  return name === 'NotFound' || $metadata.httpStatusCode === 404
}

async function* listBucket(
  sdk: Sdk,
  client: S3Client,
  bucket: Bucket,
  prefix: string,
): AsyncIterable<BlobEntry> {
  const where = { Bucket: bucket.name, Prefix: bucket.prefix + prefix }
  for await (const page of sdk.paginateListObjectsV2({ client }, where)) {
    for (const { Key, Size, LastModified } of page.Contents ?? []) {
      if (Key === undefined || Size === undefined || !LastModified) continue
      yield { key: Key.slice(bucket.prefix.length), byteLength: Size, modifiedAt: LastModified }
    }
  }
}

const PARAMETERS = ['endpoint', 'region', 'forcePathStyle']

function parseBucket(text: string): Bucket {
  const url = new URL(text)
  if (!url.hostname) throw new Error('The S3 URL names no bucket; write s3://bucket/prefix.')
  if (url.username) throw new Error('Give S3 credentials through the AWS environment, not the URL.')
  const unknown = [...url.searchParams.keys()].find((name) => !PARAMETERS.includes(name))
  if (unknown) throw new Error(`Unknown S3 parameter ${unknown}; known: ${PARAMETERS.join(', ')}.`)
  const path = url.pathname.replace(/^\/+|\/+$/g, '')
  return { name: url.hostname, prefix: path && `${path}/`, client: clientConfig(url.searchParams) }
}

function clientConfig(parameters: URLSearchParams): S3ClientConfig {
  const endpoint = parameters.get('endpoint')
  const region = parameters.get('region')
  return {
    ...(endpoint ? { endpoint } : {}),
    ...(region ? { region } : {}),
    forcePathStyle: parameters.get('forcePathStyle') === 'true',
    // Not every S3 speaks Amazon's newer checksums; our blobs are authenticated by their encryption.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  }
}
