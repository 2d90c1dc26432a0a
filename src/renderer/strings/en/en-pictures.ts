/** Texts for files shown as pictures. */
export const pictureTexts = {
  'pictures.show': 'As pictures',
  'pictures.size': 'Size of the pictures',
  'pictures.small': 'Small pictures',
  'pictures.medium': 'Medium pictures',
  'pictures.large': 'Large pictures',
  'pictures.small-letter': 'S',
  'pictures.medium-letter': 'M',
  'pictures.large-letter': 'L',
} as const
