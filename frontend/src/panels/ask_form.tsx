export function AskForm() {
  return null;
}
