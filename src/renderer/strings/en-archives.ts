/** Archives: opening, extracting and making them. */
export const archiveTexts = {
  'archive.no-archive': 'Choose a zip, tar or tar.gz first.',
  'archive.extract-started_one': 'Extracting {{name}} into “{{folder}}”.',
  'archive.extract-started_other': 'Extracting {{n}} archives, each into a folder of its own.',

  'compress.title': 'Compress to zip',
  'compress.heading_one': 'Compress “{{name}}” to a zip',
  'compress.heading_other': 'Compress {{n}} items to a zip',
  'compress.name': 'Name of the zip',
  'compress.no-name': 'Write a name.',
  'compress.bad-name': 'A name has no slash.',
  'compress.where': 'Where',
  'compress.nowhere': 'Nothing can be stored in either pane.',
  'compress.submit': 'Compress',
  'compress.leave-out': 'Compress without them',
  'compress.progress_one': 'One file packed, {{size}}.',
  'compress.progress_other': '{{n}} files packed, {{size}}.',
  'compress.left-out_one': 'One item can’t be packed, so nothing was stored:',
  'compress.left-out_other': '{{n}} items can’t be packed, so nothing was stored:',
  'compress.more': 'and {{n}} more',
} as const
