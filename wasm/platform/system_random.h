// Randomness from the operating system, by way of the Web Cryptography API's getRandomValues.
#pragma once

#include "fmid/random.h"

namespace fmid::platform {

// Asks Module.fillRandom (js-glue/core.js): the browser's crypto or node:crypto, no fallback. False where that failed.
class SystemRandom final : public RandomSource {
 public:
  bool Fill(std::span<std::uint8_t> out) override;
};

}  // namespace fmid::platform
