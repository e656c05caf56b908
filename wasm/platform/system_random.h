// Randomness from the operating system, by way of the Web Cryptography API's getRandomValues.
#pragma once

#include "fmid/random.h"

namespace fmid::platform {

// Uses Module.getRandomValues, which js-glue/load.js takes from the browser's crypto or from node:crypto; there is no fallback.
class SystemRandom final : public RandomSource {
 public:
  bool Fill(std::span<std::uint8_t> out) override;
};

}  // namespace fmid::platform
