// Bundles styles, script, fonts and htmx into build/static/ui. Usage: node build.mjs [--watch]
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, watch } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const out = join(root, "build", "static", "ui");
const WEIGHTS = [400, 500, 600];

/** Readers who chose no theme follow their system: the dark block once more, behind a media query. */
const darkByPreference = {
  name: "dark-by-preference",
  setup(build) {
    build.onLoad({ filter: /tokens\.css$/ }, ({ path }) => {
      // The minifier leaves custom properties as they are written: blanks and long colours too.
      const source = readFileSync(path, "utf8")
        .replace(/(--[\w-]+):\s+/g, "$1:")
        .replace(/,\s+/g, ",")
        .replace(/#([0-9A-F])\1([0-9A-F])\2([0-9A-F])\3\b/g, "#$1$2$3");
      const dark = /\[data-theme=dark\] \{([^}]*)\}/.exec(source)?.[1];
      if (!dark) throw new Error("tokens.css has no [data-theme=dark] block");
      const copy = `@media (prefers-color-scheme: dark) {\n:root:not([data-theme]) {${dark}}\n}\n`;
      const end = source.indexOf("}", source.indexOf("[data-theme=dark] {")) + 1;
      return { contents: source.slice(0, end) + "\n" + copy + source.slice(end), loader: "css" };
    });
  },
};

function fonts() {
  mkdirSync(join(out, "fonts"), { recursive: true });
  for (const weight of WEIGHTS) {
    for (const subset of ["vietnamese", "latin"]) {
      copyFileSync(
        join(here, "node_modules/@fontsource/be-vietnam-pro/files", `be-vietnam-pro-${subset}-${weight}-normal.woff2`),
        join(out, "fonts", `be-vietnam-pro-${subset}-${weight}.woff2`),
      );
    }
  }
  const venv = join(root, ".venv", "bin", "python");
  const python = process.env.PYTHON ?? (existsSync(venv) ? venv : "python3");
  const made = spawnSync(python, [join(root, "tools", "build_digits.py"), join(here, "node_modules/@fontsource/inter/files"), join(out, "fonts")], { stdio: "inherit" });
  if (made.status !== 0) throw new Error("the digits subset was not made (tools/build_digits.py)");
}

async function bundle() {
  const shared = { bundle: true, minify: true, logLevel: "warning", target: ["chrome90", "firefox90", "safari15"] };
  await esbuild.build({
    ...shared,
    entryPoints: { tinhso: join(here, "styles/index.css"), wall: join(here, "styles/wall.css") },
    outdir: out,
    external: ["./fonts/*"],
    plugins: [darkByPreference],
  });
  await esbuild.build({
    ...shared,
    entryPoints: { tinhso: join(here, "scripts/index.ts") },
    outdir: out,
    format: "iife",
  });
}

function copies() {
  copyFileSync(join(here, "node_modules/htmx.org/dist/htmx.min.js"), join(out, "htmx.min.js"));
  copyFileSync(join(here, "images/map-lines.svg"), join(out, "map-lines.svg"));
  copyFileSync(join(here, "images/seal.svg"), join(out, "seal.svg"));
}

rmSync(out, { recursive: true, force: true });
fonts();
copies();
await bundle();
console.log(`build/static/ui: done`);

if (process.argv.includes("--watch")) {
  let waiting;
  for (const folder of ["styles", "scripts"]) {
    watch(join(here, folder), () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => bundle().then(() => console.log("bundled"), (problem) => console.error(problem.message)), 80);
    });
  }
}
