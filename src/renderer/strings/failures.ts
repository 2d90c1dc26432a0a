import type { Failure, FailureKind } from '../../contract/failure.ts'
import { localized } from './locale.ts'

/** The texts of a failure: what happened, and what the user can do. `{place}` is the place where it happened. */
export interface FailureText {
  readonly title: string
  readonly advice: string
  /** A few words for a row or a list. */
  readonly short: string
}

const texts: Readonly<Record<FailureKind, FailureText>> = {
  'not-found': {
    title: '{place} was not found',
    advice: 'It may have been moved, renamed or deleted since it was last seen.',
    short: 'not found',
  },
  exists: {
    title: '{place} already exists',
    advice: 'Choose another name, or rename the existing item first.',
    short: 'it already exists',
  },
  'not-a-folder': {
    title: '{place} is not a folder',
    advice: 'Only a folder can be opened here.',
    short: 'not a folder',
  },
  'not-a-file': {
    title: '{place} is not a file',
    advice: 'Folders and special files can’t be used here.',
    short: 'not a file',
  },
  'not-empty': {
    title: '{place} is not empty',
    advice: 'Some items in it were not deleted. Open it and try again.',
    short: 'not empty',
  },
  'bad-name': {
    title: 'This name can’t be used in {place}',
    advice: 'The store does not allow it. Try a shorter name or one without special characters.',
    short: 'a name that the store does not allow',
  },
  'bad-input': {
    title: 'That is not possible for {place}',
    advice: 'Check your input. The details say what is wrong.',
    short: 'invalid input',
  },
  denied: {
    title: 'You have no permission for this in {place}',
    advice: 'You are signed in, but this right is missing. The owner of the place can give it to you.',
    short: 'no permission',
  },
  'sign-in': {
    title: 'Sign-in to {place} failed',
    advice: 'The credentials are missing, wrong or no longer valid.',
    short: 'sign-in failed',
  },
  'read-only': {
    title: '{place} is read-only',
    advice: 'This mount was set to read-only.',
    short: 'read-only',
  },
  outside: {
    title: '{place} leads out of its mount',
    advice: 'Portolan does not follow links out of a mount. Add a mount for the target folder.',
    short: 'leads out of the mount',
  },
  unsupported: {
    title: '{place} can’t do this',
    advice: 'This kind of mount does not support it.',
    short: 'not supported',
  },
  changed: {
    title: '{place} changed meanwhile',
    advice: 'Someone else changed it. Check it before you continue.',
    short: 'changed meanwhile',
  },
  'no-space': {
    title: 'There is no space left in {place}',
    advice: 'The store is full or a quota is used up. Free some space and try again.',
    short: 'no space left',
  },
  'too-large': {
    title: 'This is too large for {place}',
    advice: 'The store has a size limit. The details say which.',
    short: 'too large',
  },
  unreachable: {
    title: '{place} can’t be reached',
    advice: 'No connection could be made. Check the network, and that the other side is running.',
    short: 'can’t be reached',
  },
  timeout: {
    title: '{place} did not answer in time',
    advice: 'The server may be busy. Try again.',
    short: 'no answer in time',
  },
  guarded: {
    title: 'Review this before it continues',
    advice: 'Nothing was changed. Review the planned changes, and run them if they are right.',
    short: 'needs your review',
  },
  busy: {
    title: '{place} is busy',
    advice: 'The server asks to slow down, or the item is locked. Wait a moment and try again.',
    short: 'busy',
  },
  disconnected: {
    title: 'The connection to Portolan was lost',
    advice: 'Portolan reconnects automatically. What was running may not be finished.',
    short: 'the connection to Portolan was lost',
  },
  corrupt: {
    title: 'The data from {place} is damaged',
    advice: 'It differs from what was stored. Do not use it.',
    short: 'damaged',
  },
  internal: {
    title: 'Something went wrong inside Portolan',
    advice: 'This is a bug. Please report it with the details.',
    short: 'an internal error',
  },
}

/** Returns the texts of a failure, with the display name of its place. */
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
