/** Texts for transfers that sync two places. */
export const syncTransferTexts = {
  'transfers.sync-name': 'Sync {{from}} with {{to}}',
  'transfers.synced-between': '{{from}} and {{to}}',
  'transfers.note.sync': 'sync',
  'ended.synced': '{{what}} synced',
  'ended.nothing-synced': 'nothing synced',
} as const
