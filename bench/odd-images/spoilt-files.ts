import type { Random } from '../../src/specimens/random'

/** One to thirty bits turned over, more often near the beginning, where the headers are. */
export function flipBits(random: Random, good: Buffer): Buffer {
  const bytes = Buffer.from(good)
  const reach = random.pick([64, 700, bytes.length], bytes.length)
  for (let i = random.whole(1, 30); i > 0; i--) {
    const at = random.whole(0, Math.min(reach, bytes.length) - 1)
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random.whole(0, 7))
  }
  return bytes
}

/** Cut short at any place, sometimes filled up again with zeros. */
export function truncate(random: Random, good: Buffer): Buffer {
  const length = random.whole(0, good.length - 1)
  const filler = random.pick([0, 0, good.length - length], 0)
  return Buffer.concat([good.subarray(0, length), Buffer.alloc(filler)])
}

/** Two stretches exchanged, one repeated, one left out, or one wiped. */
export function swapChunks(random: Random, good: Buffer): Buffer {
  const cuts = Array.from({ length: 4 }, () => random.whole(2, good.length)).sort((a, b) => a - b)
  const [a = 0, b = 0, c = 0, d = 0] = cuts
  const [head, one, two, three, tail] = [
    good.subarray(0, a),
    good.subarray(a, b),
    good.subarray(b, c),
    good.subarray(c, d),
    good.subarray(d),
  ]
  const middles = [
    [three, two, one],
    [one, one, two, three],
    [one, three],
    [one, wiped(two), three],
  ]
  return Buffer.concat([head, ...random.pick(middles, [one]), tail])
}

function wiped(bytes: Buffer): Buffer {
  return Buffer.alloc(bytes.length, 0xff)
}

const STARTS = [
  '',
  '\xff\xd8\xff\xe0',
  '\xff\xd8\xff\xdb',
  '\x89PNG\r\n\x1a\n',
  'RIFF\xff\xff\x00\x00WEBPVP8 ',
  'RIFF\x10\x00\x00\x00WEBPVP8L',
  'RIFF\x10\x00\x00\x00WEBPVP8X',
]

/** Chance bytes after the first bytes of a format we read, or of none. */
export function noiseFile(random: Random): Buffer {
  const start = Buffer.from(random.pick(STARTS, ''), 'latin1')
  return Buffer.concat([start, chanceBytes(random, random.whole(0, 4000))])
}

/** The first bytes of a good file and nothing else. */
export function headerOnly(random: Random, good: Buffer): Buffer {
  return good.subarray(0, random.whole(1, 64))
}

const OTHER_FORMATS = [
  'GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04',
  'II*\0\x08\0\0\0',
  'MM\0*\0\0\0\x08',
  'BM\x46\0\0\0',
  '%PDF-1.7\n1 0 obj',
  'PK\x03\x04\x14\0',
  '\0\0\0\x18ftypheic\0\0\0\0mif1heic',
  '\0\0\0\x1cftypavif',
  '\xff\x0a\xfa\x7f',
  '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
  '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><svg>&y;</svg>',
  '<!doctype html><script>alert(1)</script>',
  'data:image/png;base64,iVBORw0KGgo=',
  '/9j/4AAQSkZJRgABAQ',
  '--boundary\r\nContent-Disposition: form-data; name="file"\r\n\r\n',
  '#!/bin/sh\nexit 0\n',
  'P6\n300 300\n255\n',
  '\x1f\x8b\x08\0',
]

/** A file of another format that came with the name of a photo. */
export function otherFormat(random: Random): Buffer {
  const start = Buffer.from(random.pick(OTHER_FORMATS, ''), 'latin1')
  return Buffer.concat([start, chanceBytes(random, random.whole(0, 500))])
}

/** A photo's first half and then another format, or another photo. */
export function polyglot(random: Random, good: Buffer, other: Buffer): Buffer {
  const start = good.subarray(0, random.whole(8, good.length >> 1))
  return Buffer.concat([start, random.pick([other, otherFormat(random)], other)])
}

export function chanceBytes(random: Random, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => random.whole(0, 255)))
}
