# Finds the Emscripten that is on the PATH, Debian's or an emsdk's, and uses its own toolchain file.
# Never the EM_CACHE variable: Debian's cache is frozen and complete, another one would be built from nothing.
find_program(EM_CONFIG em-config REQUIRED)
execute_process(COMMAND ${EM_CONFIG} EMSCRIPTEN_ROOT OUTPUT_VARIABLE fmid_emscripten_root OUTPUT_STRIP_TRAILING_WHITESPACE
                COMMAND_ERROR_IS_FATAL ANY)
# Node 18 and 20 have a fetch() of their own, which makes Emscripten 3.1.6's start-up code in Node fetch() the .wasm by its path.
set(CMAKE_CROSSCOMPILING_EMULATOR "node;--no-experimental-fetch" CACHE STRING "")
# Debian's emcc finds acorn, which its JavaScript optimiser needs, only by this (3.1.6).
if(EXISTS /usr/share/nodejs/acorn)
  set(CMAKE_CXX_LINKER_LAUNCHER ${CMAKE_COMMAND} -E env NODE_PATH=/usr/share/nodejs)
endif()
include(${fmid_emscripten_root}/cmake/Modules/Platform/Emscripten.cmake)
