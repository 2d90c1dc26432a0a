/** Archives: opening, extracting and making them. */
export const archiveTexts = {
  'archive.no-archive': 'Choose a zip, tar or tar.gz first.',
  'archive.contents': 'Contents of {{name}}',
  'archive.empty': 'There is nothing in this archive.',
  'archive.holds_one': 'One file, {{size}}',
  'archive.holds_other': '{{n}} files, {{size}}',
  'archive.first_one': 'The first file, {{size}}',
  'archive.first_other': 'The first {{n}} files, {{size}}',
  'archive.extract-started_one': 'Extracting {{name}} into “{{folder}}”.',
  'archive.extract-started_other': 'Extracting {{n}} archives, each into a folder of its own.',
  'made.needs-files': 'Choose two files or more, and no folder, first.',
  'made.needs-two': 'Choose two files first.',

  'compress.begins-anew': 'When resumed, the zip begins anew.',
  'transfers.compress-name_one': 'Compress {{n}} item into {{to}}',
  'transfers.compress-name_other': 'Compress {{n}} items into {{to}}',
  'transfers.note.compress': 'zip',
  'ended.packed': 'the zip is made',
  'ended.nothing-packed': 'no zip is made',
} as const
