# From dist/ to what is handed out. Usage: bash scripts/lib/release.sh FOLDER   (scripts/release builds first)
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
out=$1
version=$(node -p 'require("./package.json").version')
commit=$(git rev-parse --short HEAD)
[ -z "$(git status --porcelain)" ] || commit="$commit, with changes that are not committed"
# All files of an archive have the time of the commit: the same commit gives the same bytes.
epoch=$(git log -1 --format=%ct)

rm -rf "$out"
mkdir -p "$out"
out=$(cd "$out" && pwd)
cp dist/fmid-"$version".tgz dist/openapi.json dist/fmid.postman_collection.json deploy/nginx.conf deploy/Dockerfile "$out"/
if [ -e dist/fmid-webviewer.html ]; then cp dist/fmid-webviewer.html "$out"/; fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -R dist/site "$work/fmid-site"
chmod -R u=rwX,go=rX "$work/fmid-site"
node scripts/lib/precompress.mjs "$work/fmid-site"
find "$work/fmid-site" -exec touch -d "@$epoch" {} +
(cd "$work" && find fmid-site -type f | LC_ALL=C sort | TZ=UTC zip -qX "$out/fmid-site-$version.zip" -@)

{
  printf '# fmid %s\n\nFrom commit %s.\n\n' "$version" "$commit"
  # The newest part of the changes.
  awk '/^## /{ if (++part == 2) exit } part' CHANGELOG.md
} >"$out/NOTES.md"
(cd "$out" && sha256sum -- * >"$work/SHA256SUMS" && mv "$work/SHA256SUMS" .)
