/** Returns a key that is equal for two names if the loosest store treats them as one name. */
export function looseName(name: string): string {
  // Both conversions, because some letters have two lower-case forms and others two upper-case forms.
  return name.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC')
}
