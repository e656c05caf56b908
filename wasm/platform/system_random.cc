#include "platform/system_random.h"

#include <emscripten/val.h>

#include <algorithm>

namespace fmid::platform {

bool SystemRandom::Fill(std::span<std::uint8_t> out) {
  using emscripten::typed_memory_view;
  using emscripten::val;
  if (!val::module_property("fillRandom")(typed_memory_view(out.size(), out.data())).as<bool>()) return false;
  // A generator that somebody stubbed out leaves zeros; sixteen of them by chance is 2^-128.
  const bool all_zero = std::all_of(out.begin(), out.end(), [](std::uint8_t byte) { return byte == 0; });
  return out.size() < 16 || !all_zero;
}

}  // namespace fmid::platform
