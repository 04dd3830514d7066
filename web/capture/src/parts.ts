import { h, icon } from './dom'

export function button(text: string, onclick: () => void, kind: 'main' | 'plain' = 'main') {
  return h('button', { type: 'button', className: `button ${kind}`, onclick }, text)
}

export const lead = (text: string) => h('p', { className: 'lead' }, text)
export const quiet = (text: string) => h('p', { className: 'quiet' }, text)

export function actions(...buttons: (Node | null | false)[]) {
  return h('div', { className: 'actions' }, ...buttons)
}

/** A box with what has to be known; `tone` by how bad it is. */
export function notice(tone: 'warn' | 'bad' | 'info', ...lines: string[]) {
  const texts = lines.map((line) => h('p', {}, line))
  return h('div', { className: `notice ${tone}` }, icon(NOTICE), h('div', {}, ...texts))
}

const NOTICE = 'M12 8v5M12 16.5v.01M12 3a9 9 0 1 1 0 18a9 9 0 0 1 0-18z'

/** A large sign above a heading: how it came out. */
export function sign(tone: 'good' | 'warn' | 'bad' | 'info', path: string) {
  return h('div', { className: `sign ${tone}` }, icon(path))
}

export const SIGNS = {
  good: 'M5 12.5l4.5 4.5L19 7.5',
  wait: 'M12 7v5l3 2M12 3a9 9 0 1 1 0 18a9 9 0 0 1 0-18z',
  bad: 'M12 7v6M12 16.5v.01',
  person: 'M12 12a4 4 0 1 0 0-8a4 4 0 0 0 0 8zM4.5 20a7.5 7.5 0 0 1 15 0',
  phone: 'M8 3h8v18H8zM11 18h2',
}

/** Waits until one of several buttons is pressed; made by `make`, which is given how to choose. */
export function chosen<T>(make: (choose: (choice: T) => void) => void): Promise<T> {
  return new Promise((done) => make(done))
}
