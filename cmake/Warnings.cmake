# Warnings are errors in fmid's own code; what comes from elsewhere is compiled as SYSTEM.
function(fmid_warnings target)
  target_compile_options(${target} PRIVATE
    -Wall -Wextra -Wpedantic -Werror
    -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wnon-virtual-dtor -Woverloaded-virtual
    -Wno-missing-field-initializers)  # {.kind = …} leaves out what does not apply, on purpose
endfunction()
