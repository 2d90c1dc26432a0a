/** Texts about the disk usage of folders. */
export const spaceTexts = {
  'space.title': 'Disk usage',
  'space.parts': 'Parts by size',
  'space.measuring': 'Measuring…',
  'space.total_one': '{{size}} in {{n}} file',
  'space.total_other': '{{size}} in {{n}} files',
  'space.so-far': '{{total}} so far',
  'space.stopped': '{{total}}, stopped before the end',
  'space.others': 'Others',
  'space.nothing': 'Nothing takes up space here.',
  'space.skipped_one': 'Without {{n}} folder that could not be read.',
  'space.skipped_other': 'Without {{n}} folders that could not be read.',
  'space.show': 'Show in the pane',
  'space.sizes-stopped': 'Measuring the folders was stopped.',
} as const
