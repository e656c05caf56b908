# How the WebAssembly module is linked, each flag with its reason. Works with Emscripten 3.1.6 (Debian 12) and later.

# Size counts for everything but the SRP kernel, whose own -O3 comes last on its command line.
add_compile_options(-Oz)

function(fmid_wasm_module target)
  target_link_options(${target} PRIVATE
    -Oz
    -fno-rtti
    -sMODULARIZE=1                # a factory: nothing global
    -sEXPORT_ES6=1
    -sEXPORT_NAME=createFmidCore
    -sENVIRONMENT=web,worker      # with node in the list 3.1.6 writes __dirname into an ES module; js-glue/load.js loads the .wasm itself
    -sSTRICT=1                    # no deprecated run-time extras
    -sFILESYSTEM=0                # no files
    -sMALLOC=emmalloc             # small; platform/wiping_heap.cc wraps it
    -sALLOW_MEMORY_GROWTH=1       # records can be many megabytes
    -sDYNAMIC_EXECUTION=0         # no eval: pages run under script-src 'self' 'wasm-unsafe-eval'
    -sFETCH=1                     # platform/fetch_transport.cc
    -sFETCH_SUPPORT_INDEXEDDB=0   # it would open a database at start-up, which data: pages refuse
    -sASSERTIONS=0
    -sSUPPORT_ERRNO=0
    -sINCOMING_MODULE_JS_API=instantiateWasm
    -Wl,--wrap=strtod,--wrap=snprintf  # platform/small_libc.cc
    --no-entry)
endfunction()
