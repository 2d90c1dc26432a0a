/** Archives: opening, extracting and making them. */
export const archiveTexts = {
  'archive.no-archive': 'Choose a zip, tar or tar.gz first.',
  'archive.extract-started_one': 'Extracting {{name}} into “{{folder}}”.',
  'archive.extract-started_other': 'Extracting {{n}} archives, each into a folder of its own.',
} as const
