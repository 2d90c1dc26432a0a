/** Texts about how much room folders take. */
export const spaceTexts = {
  'space.title': 'Where the space goes',
  'space.parts': 'Parts by size',
  'space.measuring': 'Measuring…',
  'space.total_one': '{{size}} in {{n}} file',
  'space.total_other': '{{size}} in {{n}} files',
  'space.so-far': '{{total}} so far',
  'space.stopped': '{{total}}, stopped before the end',
  'space.others': 'Others',
  'space.nothing': 'There is nothing that takes space.',
  'space.skipped_one': '{{n}} folder could not be read and is not counted.',
  'space.skipped_other': '{{n}} folders could not be read and are not counted.',
  'space.show': 'Show in the pane',
  'space.sizes-stopped': 'Measuring the folders was stopped.',
} as const
