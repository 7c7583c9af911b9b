export function OneHistory() {
  return null;
}
