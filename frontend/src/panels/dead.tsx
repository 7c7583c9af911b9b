export function Dead() {
  return null;
}
