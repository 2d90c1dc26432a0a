/** Messages about comparing and synchronising two folders. */
export const syncSentences = {
  'sync.names-deleted': '{count:count} of {of:count} names on the {side} side would be deleted.',
  'sync.empty-side': 'The {side} side is empty. Was it unmounted or renamed?',
  'sync.newer-replaced': '{count:count} file{count:s} on the right side would be replaced by older files.',
  'sync.other-place': 'The {side} side is not the place of the last run: it was {was}, and it is {is} now.',
  'sync.clock-ahead':
    'The clock of the {side} side is {minutes:count} minute{minutes:s} ahead, so the times do not tell which file is newer.',
  'sync.clock-behind':
    'The clock of the {side} side is {minutes:count} minute{minutes:s} behind, so the times do not tell which file is newer.',
  'sync.state-set-aside':
    '{why} The state of the last sync was lost with it, so the next run deletes nothing. The old file is kept as {path}.',
  'sync.move-or-nothing': '{what:file} can only be moved or left as it is.',
  'sync.only-nothing': '{what:file} can only be left as it is.',
  'sync.both-or-nothing':
    '{what:file} is a file on one side and a folder on the other side. Keep both, or leave both as they are.',
  'sync.running': 'Transfer {transfer} is syncing {left} and {right} now. Wait until it ends, or cancel it first.',
  'sync.one-inside-other': 'One of the two folders is inside the other folder, so they can’t be synced.',
  'sync.not-a-folder': 'The item at {place} is not a folder.',
  'sync.special-file': 'It is not a file, a folder or a link, so it is not compared.',
  'sync.unreadable': 'Its properties can’t be read on the {side} side.',
  'sync.filter-by-content': 'A filter can use names, sizes and times. It can’t use tags or text.',
  'sync.bad-regex': '“{text}” is not a valid regular expression: {detail}.',
  'sync.plan-outdated': 'Another plan replaced this plan. Plan the sync again.',
  'sync.plan-incomplete': 'The plan was not completed.',
  'pair.unknown': 'The sync pair “{name}” does not exist.',
  'pair.exists': 'A sync pair “{name}” already exists. Give this one another name.',
  'pair.compared-elsewhere': 'Another program is comparing the two places of “{name}” now. Cancel it there.',
  'pair.running-change': 'The pair “{name}” is being synced now. Change it after that has ended.',
  'pair.running-remove': 'The pair “{name}” is being synced now. Remove it after that has ended.',
  'pair.running-run': 'The pair “{name}” is being synced now. Run it again after that has ended.',
  'pair.other-folders': 'The plan you reviewed is for two other folders, so it was not run.',
  'pair.transfer-gone':
    'The transfer of this run is no longer in the list, so its result is unknown. Run the pair again to see what differs.',
  'pair.list-set-aside': '{why} A new list of sync pairs was started, and the old file is kept as {path}.',
} as const
