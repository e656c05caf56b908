# How the WebAssembly module is linked, each flag with its reason. Works with Emscripten 3.1.6 (Debian 12) and later.

# Size counts for everything but the SRP kernel, whose own -O3 comes last on its command line.
add_compile_options(-Oz -flto)

function(fmid_wasm_module target)
  target_link_options(${target} PRIVATE
    -Oz
    -flto                         # a tenth off the module
    -fno-rtti
    -sBINARYEN_EXTRA_PASSES=-Oz   # a second round finds 1 % more
    -sSTANDALONE_WASM=1           # no JavaScript of Emscripten's: js-glue/core.js is all there is
    -sERROR_ON_UNDEFINED_SYMBOLS=0  # WASI's random_get, which 3.1.6 does not know; tests/glue/same.test.mjs has the list of imports
    -sWARN_ON_UNDEFINED_SYMBOLS=0
    -sSTRICT=1                    # no deprecated run-time extras
    -sFILESYSTEM=0                # no files
    -sMALLOC=emmalloc             # small; platform/wiping_heap.cc wraps it
    -Wl,--wrap=strtod,--wrap=snprintf  # nlohmann_json's, which nothing needs: platform/unneeded.cc, 10 kB of brotli
    -sTOTAL_STACK=512KB
    -sINITIAL_MEMORY=2MB
    -sALLOW_MEMORY_GROWTH=1       # records can be many megabytes
    -sASSERTIONS=0
    -sSUPPORT_ERRNO=0
    --no-entry)
  set_target_properties(${target} PROPERTIES SUFFIX .wasm)
endfunction()
