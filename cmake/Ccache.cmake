# What was compiled before is not compiled again, where ccache is installed and nobody has named another launcher. Native builds only: of
# Emscripten ccache sees a script, which stays the same when the compiler behind it becomes another.
find_program(FMID_CCACHE ccache)
if(FMID_CCACHE AND NOT EMSCRIPTEN)
  foreach(language C CXX)
    if(NOT DEFINED CMAKE_${language}_COMPILER_LAUNCHER)
      set(CMAKE_${language}_COMPILER_LAUNCHER ${FMID_CCACHE})
    endif()
  endforeach()
endif()
