// Copying a text; where the browser does not let us, the text is marked so that Ctrl+C does it.

/** Copy a text; returns whether it was copied, or else marks `shown`, the element that holds it. */
export async function copy(text: string, shown: HTMLElement | null): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    if (shown instanceof HTMLInputElement) shown.select();
    else if (shown) globalThis.getSelection()?.selectAllChildren(shown);
    return false;
  }
}
