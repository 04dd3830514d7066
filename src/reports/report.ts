/** A row of a table: a cell for each column, or under a heading of its own the whole width. */
export type Table = { columns: readonly { title: string; share: number }[]; rows: string[][] }

/** A part of a report. `facts`: names and what they are. A picture is a JPEG; `says` stands below it, and is read out for it. */
export type Block =
  | { kind: 'heading'; text: string }
  | { kind: 'subheading'; text: string }
  | { kind: 'text'; text: string }
  | { kind: 'facts'; facts: readonly (readonly [name: string, value: string])[] }
  | { kind: 'table'; table: Table }
  | { kind: 'picture'; says: string; jpeg: Uint8Array }

/** A text to be read on paper. `foot`: on every page, before its number. */
export type Report = { title: string; about: string; foot: string; blocks: readonly Block[] }
