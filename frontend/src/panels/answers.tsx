export function Answers() {
  return null;
}
