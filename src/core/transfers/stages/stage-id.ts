/** Begins the names of all that is staged of an item. No id begins with another one. */
export function stageIdOf(
  { token }: { readonly token: string },
  { item }: { readonly item: { readonly number: number } },
): string {
  return `${token}p${item.number}p`
}
