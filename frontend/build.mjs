// Bundles the page: src/page.tsx and src/page.css become page.js and page.css in the folder named on the command line.
import { build } from "esbuild";

const folder = process.argv[2];
if (!folder) throw new Error("name the folder that the built page goes to");

await build({
  entryPoints: ["src/page.tsx", "src/page.css"],
  outdir: folder,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  jsx: "automatic",
  jsxImportSource: "preact",
  legalComments: "eof",
  charset: "utf8",
  logLevel: "warning",
});
