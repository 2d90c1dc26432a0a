/** Two names are one name where names are compared most loosely if this of them is the same. */
export function looseName(name: string): string {
  // both ways: some letters have two small forms, others two large ones
  return name.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC')
}
