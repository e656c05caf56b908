// Base64 (RFC 4648 §4) and its URL-safe form without padding (§5).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fmid {

[[nodiscard]] std::string EncodeBase64(std::span<const std::uint8_t> bytes);
// Strict: correct padding, no foreign character. nullopt where it is not base64.
[[nodiscard]] std::optional<std::vector<std::uint8_t>> DecodeBase64(std::string_view text);
// Without padding, as in a JWT.
[[nodiscard]] std::optional<std::string> DecodeBase64Url(std::string_view text);

}  // namespace fmid
