export function TheatreMap() {
  return null;
}
