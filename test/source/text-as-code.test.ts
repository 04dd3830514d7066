import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import ts from 'typescript'

/** What a browser reads as HTML, in React and without it. */
const HTML = /^(innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|srcdoc|srcDoc)$/

function nameOf(node: ts.Node): string {
  return ts.isPropertyAccessExpression(node) || ts.isJsxAttribute(node) ? node.name.getText() : ''
}

/** Why a piece of source would run text as code, or read text as a pattern; null where it does neither. */
function objection(node: ts.Node): string | null {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier))
    return /^(node:)?vm$/.test(node.moduleSpecifier.text) ? 'imports vm' : null
  if (ts.isPropertyAssignment(node) && node.name.getText() === 'shell')
    return node.initializer.kind === ts.SyntaxKind.FalseKeyword ? null : 'asks for a shell'
  if (HTML.test(nameOf(node))) return 'takes text for HTML'
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return null
  const callee = node.expression.getText().replace(/^(globalThis|global|window)\./, '')
  const [first] = node.arguments ?? []
  return objectionToCall(callee, first)
}

function objectionToCall(callee: string, first: ts.Expression | undefined): string | null {
  if (/^(eval|Function)$/.test(callee) || callee.endsWith('.constructor')) return `calls ${callee}`
  if (/^(child_process\.)?(exec|execSync)$/.test(callee)) return 'runs a shell'
  if (/^set(Timeout|Interval|Immediate)$/.test(callee))
    return first && ts.isStringLiteralLike(first) ? `gives text to ${callee}` : null
  if (callee === 'RegExp' && first && !ts.isStringLiteralLike(first))
    return `makes a pattern of ${first.getText()}`
  return null
}

function objectionsTo(source: string): string[] {
  const file = ts.createSourceFile('x.tsx', source, ts.ScriptTarget.ES2022, true)
  const found: string[] = []
  const look = (node: ts.Node): void => {
    const why = objection(node)
    if (why !== null) found.push(why)
    ts.forEachChild(node, look)
  }
  look(file)
  return found
}

function sourcesIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true })
  return entries
    .filter(({ name, parentPath }) => /[.]tsx?$/.test(name) && !parentPath.includes('generated'))
    .map(({ name, parentPath }) => join(parentPath, name))
}

describe('hardening: no text becomes code', () => {
  test.each([
    ['eval(text)', 'calls eval'],
    ['globalThis.eval(text)', 'calls eval'],
    ['new Function(text)', 'calls Function'],
    ['(() => 1).constructor(text)', 'calls (() => 1).constructor'],
    ["import { runInNewContext } from 'node:vm'", 'imports vm'],
    ["setTimeout('text', 1)", 'gives text to setTimeout'],
    ['exec("ls " + text)', 'runs a shell'],
    ['spawn(file, { shell: true })', 'asks for a shell'],
    ['body.innerHTML = text', 'takes text for HTML'],
    ['const a = <p dangerouslySetInnerHTML={{ __html: text }} />', 'takes text for HTML'],
    ['new RegExp(text)', 'makes a pattern of text'],
    ['RegExp("^" + text)', 'makes a pattern of "^" + text'],
  ])('this would be noticed: %s', (source, why) => {
    expect(objectionsTo(source)).toEqual([why])
  })

  test.each(['setTimeout(() => done(), 1)', "new RegExp('^a$')", 'pattern.exec(text)'])(
    'this is nothing of the kind: %s',
    (source) => {
      expect(objectionsTo(source)).toEqual([])
    },
  )

  test('nothing that runs does any of it, and patterns are made of constants of ours', () => {
    const files = ['src', 'workers', 'web'].flatMap(sourcesIn)
    expect(files.length).toBeGreaterThan(400)
    const found = files.flatMap((file) =>
      objectionsTo(readFileSync(file, 'utf8')).map((why) => `${file} ${why.split(' of ')[0]}`),
    )
    expect(found.sort()).toEqual(PATTERNS)
  })
})

/** Put together of our own constants, looked at one by one: no input is part of them. Whoever adds one looks first. */
const PATTERNS = [
  'src/cli/memory.ts makes a pattern', // the names of two lines of /proc
  'src/documents/visual-zone/printed-dates.ts makes a pattern', // what a recogniser takes figures for
  'src/liveness/injection-hints.ts makes a pattern', // the list of virtual cameras
]
