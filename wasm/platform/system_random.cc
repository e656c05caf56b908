#include "platform/system_random.h"

#include <emscripten/em_js.h>
#include <emscripten/emscripten.h>

#include <algorithm>

// clang-format off
EM_JS(int, fmid_get_random_values, (std::uint8_t* out, std::size_t size), {
  try {
    Module['getRandomValues'](HEAPU8.subarray(out, out + size));
    return 1;
  } catch (error) {
    return 0;
  }
});
// clang-format on

namespace fmid::platform {

bool SystemRandom::Fill(std::span<std::uint8_t> out) {
  if (fmid_get_random_values(out.data(), out.size()) == 0) return false;
  // A generator that somebody stubbed out leaves zeros; sixteen of them by chance is 2^-128.
  const bool all_zero = std::all_of(out.begin(), out.end(), [](std::uint8_t byte) { return byte == 0; });
  return out.size() < 16 || !all_zero;
}

}  // namespace fmid::platform
