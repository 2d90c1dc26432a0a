/** Texts for opening, extracting and creating archives. */
export const archiveTexts = {
  'archive.no-archive': 'Select a zip, tar or tar.gz first.',
  'archive.contents': 'Contents of {{name}}',
  'archive.empty': 'This archive is empty.',
  'archive.holds_one': 'One file, {{size}}',
  'archive.holds_other': '{{n}} files, {{size}}',
  'archive.first_one': 'The first file, {{size}}',
  'archive.first_other': 'The first {{n}} files, {{size}}',
  'archive.extract-started_one': 'Extracting {{name}} into “{{folder}}”.',
  'archive.extract-started_other': 'Extracting {{n}} archives, each into a folder of its own.',
  'made.needs-files': 'Select two or more files and no folders first.',
  'made.needs-two': 'Select two files first.',

  'compress.begins-anew': 'Resuming starts the zip from the beginning.',
  'transfers.compress-name_one': 'Compress {{n}} item into {{to}}',
  'transfers.compress-name_other': 'Compress {{n}} items into {{to}}',
  'transfers.note.compress': 'zip',
  'ended.packed': 'zip created',
  'ended.nothing-packed': 'no zip created',
} as const
