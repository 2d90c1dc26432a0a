/** Messages for failures to read or write Portolan's own files: settings, queue and lists. */
export const ownFileSentences = {
  'own-file.full': 'Portolan can’t write {path}, because the disk is full. Free some space there, then try again.',
  'own-file.denied':
    'Portolan can’t write {path}, because you do not have the permission to write there. Change the permissions, or set PORTOLAN_HOME to another folder.',
  'own-file.read-only':
    'Portolan can’t write {path}, because the disk is read-only. Set PORTOLAN_HOME to a folder that can be written.',
  'own-file.broken': 'Portolan can’t write {path}, because the disk reports an error. Correct that, then try again.',
  'own-file.unreadable': 'This file can’t be read: {detail}.',
  'own-file.newer': 'A newer version of Portolan wrote {path}.',
  'own-file.foreign': 'Portolan did not write {path}.',
  'own-file.damaged': 'The file {path} is damaged.',
  'own-file.damaged-key': 'The key in {path} is damaged. Delete that file and start again.',
  'own-file.locked':
    'Another program does not stop changing Portolan’s settings. Try again later. If no other program runs, delete the file {lock}.',
} as const
