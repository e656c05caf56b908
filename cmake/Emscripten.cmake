# How the WebAssembly modules are linked, each flag with its reason. Emscripten 3.1.6 (Debian 12) and later.
message(STATUS "Emscripten ${EMSCRIPTEN_VERSION}")
if(EMSCRIPTEN_VERSION VERSION_LESS 3.1.6)
  message(FATAL_ERROR "fmid needs Emscripten 3.1.6 or later; this is ${EMSCRIPTEN_VERSION}, found in ${EMSCRIPTEN_ROOT_PATH}.")
endif()

# The stack's size, for every program: the deepest JSON that is let in takes a fifth of it, and since 3.1.27 the default is 64 kB.
if(EMSCRIPTEN_VERSION VERSION_LESS 3.1.25)
  set(FMID_STACK -sTOTAL_STACK=512KB)
else()
  set(FMID_STACK -sSTACK_SIZE=512KB)
endif()

# Size counts for everything but the SRP kernel, whose own -O3 comes last on its command line.
add_compile_options(-Oz -flto)

# What all of them have in common.
function(fmid_wasm_module target)
  target_link_options(${target} PRIVATE
    -Oz
    -flto                         # a tenth off the module
    -fno-rtti
    ${FMID_STACK}
    -sBINARYEN_EXTRA_PASSES=-Oz,--always-inline-max-function-size=5  # a second round finds 1 %, and calls to the smallest functions cost more than those: 2 %
    -sSTRICT=1                    # no deprecated run-time extras
    -sFILESYSTEM=0                # no files
    -sMALLOC=emmalloc             # small; platform/wiping_heap.cc wraps it
    -sINITIAL_MEMORY=2MB
    -sALLOW_MEMORY_GROWTH=1       # a token, an answer: nobody knows how long
    -sASSERTIONS=0
    -sSUPPORT_ERRNO=0
    --no-entry)
endfunction()

# A .wasm with Emscripten's JavaScript beside it, for Embind.
function(fmid_embind_module target)
  fmid_wasm_module(${target})
  target_link_options(${target} PRIVATE
    -Wl,--wrap=siprintf           # nothing needs what it gives: platform/unneeded.cc, 2 kB of brotli
    -Wl,--wrap=_embind_register_std_string,--wrap=_embind_register_std_wstring  # nor what these do: 0.9 kB
    -sMODULARIZE=1                # a function that makes an instance, as often as one is wanted
    -sEXPORT_ES6=1
    -sUSE_ES6_IMPORT_META=0       # js-glue/load.js knows where the .wasm is; here bundlers would find it a second time
    -sENVIRONMENT=web,worker      # nothing of Node's: with it the ES module reads __dirname, which there is none (3.1.6)
    -sTEXTDECODER=2               # every browser with WebAssembly has one
    -sDYNAMIC_EXECUTION=0         # no new Function(): a page's CSP need not allow it
    -sFETCH=1                     # platform/fetch_transport
    -sFETCH_SUPPORT_INDEXEDDB=0   # else it opens a database as it starts, which data: pages are refused
    -sINCOMING_MODULE_JS_API=instantiateWasm)  # js-glue/core.js gives the compiled module
endfunction()

# A .wasm by itself.
function(fmid_plain_module target)
  fmid_wasm_module(${target})
  target_link_options(${target} PRIVATE
    -sSTANDALONE_WASM=1)          # no JavaScript of Emscripten's: js-glue/verify/rs256.js is all there is
  set_target_properties(${target} PROPERTIES SUFFIX .wasm)
endfunction()
