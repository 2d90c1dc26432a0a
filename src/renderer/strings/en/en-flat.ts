/** Texts for all files below a folder in one list. */
export const flatTexts = {
  'flat.bar': 'All files below this folder',
  'flat.title': 'All files below {{place}}',
  'flat.found_one': '{{n}} file',
  'flat.found_other': '{{n}} files',
  'flat.close': 'Back to the folder',
  'flat.tab': 'all files below',
  'flat.nothing': 'There are no files in {{place}} or below',
  'flat.advice': 'Hidden files are included only while they are shown.',
} as const
