import type { Failure, FailureKind } from '../../contract/failure.ts'
import { localized } from './locale.ts'

/** What a failure says to a person: what happened, and what can be done. `{place}` is where it happened. */
export interface FailureText {
  readonly title: string
  readonly advice: string
  /** A few words for a row or a list. */
  readonly short: string
}

const texts: Readonly<Record<FailureKind, FailureText>> = {
  'not-found': {
    title: '{place} is not there',
    advice: 'It may have been moved, renamed or deleted since it was last seen.',
    short: 'not there',
  },
  exists: {
    title: 'There is something called {place} already',
    advice: 'Choose another name, or rename what is there first.',
    short: 'the name is taken',
  },
  'not-a-folder': {
    title: '{place} is not a folder',
    advice: 'Only a folder can be opened here.',
    short: 'not a folder',
  },
  'not-a-file': {
    title: '{place} is not a file',
    advice: 'A folder or a special file can’t be used in its place.',
    short: 'not a file',
  },
  'not-empty': {
    title: '{place} is not empty',
    advice: 'Something in it was left. Look inside and try again.',
    short: 'not empty',
  },
  'bad-name': {
    title: 'That name can’t be used in {place}',
    advice: 'The store does not take it. Try another one, shorter or without special characters.',
    short: 'a name this store does not take',
  },
  'bad-input': {
    title: 'That request makes no sense for {place}',
    advice: 'Check what was typed; the details say what was wrong with it.',
    short: 'a request that makes no sense',
  },
  denied: {
    title: 'You may not do this in {place}',
    advice: 'You are signed in, but this right is missing. Whoever owns the place can give it to you.',
    short: 'you lack the right',
  },
  'sign-in': {
    title: '{place} did not accept the sign-in',
    advice: 'The credentials are missing, wrong or no longer valid.',
    short: 'the sign-in was refused',
  },
  'read-only': {
    title: '{place} is read-only',
    advice: 'Its mount was made so that nothing in it is changed from here.',
    short: 'read-only',
  },
  outside: {
    title: '{place} leads out of its mount',
    advice: 'Links that leave a mount are not followed. Add a mount for the folder it leads to.',
    short: 'leads out of the mount',
  },
  unsupported: {
    title: '{place} can’t do this',
    advice: 'The mount has no such ability.',
    short: 'the mount can’t do this',
  },
  changed: {
    title: '{place} changed meanwhile',
    advice: 'Somebody else wrote to it. Look at it again before you go on.',
    short: 'changed meanwhile',
  },
  'no-space': {
    title: 'There is no room left in {place}',
    advice: 'The store is full or a quota is used up. Make room and try again.',
    short: 'no room left',
  },
  'too-large': {
    title: 'That is too large for {place}',
    advice: 'The store has a limit. The details say which.',
    short: 'too large',
  },
  unreachable: {
    title: '{place} can’t be reached',
    advice: 'No connection could be made. Check the network, and that the other side is running.',
    short: 'can’t be reached',
  },
  timeout: {
    title: '{place} did not answer in time',
    advice: 'It may be busy or far away. Trying again may help.',
    short: 'no answer in time',
  },
  guarded: {
    title: 'Look at this before it goes on',
    advice: 'Nothing was changed. Look at what would be done, and let it through if it is right.',
    short: 'stopped to ask',
  },
  busy: {
    title: '{place} is busy',
    advice: 'It asks to slow down, or something holds it. Wait a little and try again.',
    short: 'busy',
  },
  disconnected: {
    title: 'The line to Portolan was lost',
    advice: 'It is opened again by itself. What ran may not have been finished.',
    short: 'the line to Portolan was lost',
  },
  corrupt: {
    title: 'What came back from {place} is damaged',
    advice: 'It is not what was stored there. Do not rely on it.',
    short: 'damaged',
  },
  internal: {
    title: 'Something went wrong inside Portolan',
    advice: 'This is a fault of ours. The details help to find it.',
    short: 'a fault in Portolan',
  },
}

/** A failure in words, said of a place as people know it. */
export function failureText(failure: Failure, place: string): FailureText {
  const { title, advice, short } = texts[failure.kind]
  return {
    title: localized(title).replace('{place}', () => place),
    advice: localized(advice),
    short: localized(short),
  }
}

export function failureReason(kind: FailureKind): string {
  return localized(texts[kind].short)
}
