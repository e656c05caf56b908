// Two functions of the C library that fmid's use of them lets be a hundred times smaller. The linker's --wrap (cmake/Emscripten.cmake)
// sends calls here; nlohmann_json's lexer is the only caller.
#include <cstddef>

extern "C" {

// Every JSON number with a fraction or an exponent goes through strtod, which brings 128-bit floating point with it. No field that fmid
// reads is such a number: json/document.cc keeps that there was one, not its value. What counts is where it ends.
double __wrap_strtod(const char* text, char** end) {
  const char* after = text;
  while ((*after >= '0' && *after <= '9') || *after == '.' || *after == '-' || *after == '+' || *after == 'e' || *after == 'E') ++after;
  if (end != nullptr) *end = const_cast<char*>(after);
  return 0;
}

// Formats a control character inside the parser's error text, which nobody reads (it may quote a secret).
int __wrap_snprintf(char* out, std::size_t size, const char* /*format*/, ...) {
  if (size != 0) *out = '\0';
  return 0;
}

}  // extern "C"
