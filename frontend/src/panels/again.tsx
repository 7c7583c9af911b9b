export function Again() {
  return null;
}
