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
// As Buffer.from(text, 'base64') of npm's buffer reads it: up to the first '=', in either alphabet, leaving out what is in neither, and
// an incomplete byte at the end.
[[nodiscard]] std::vector<std::uint8_t> DecodeBase64(std::string_view text);
// Strict, without padding, as in a JWT. nullopt where it is not that.
[[nodiscard]] std::optional<std::string> DecodeBase64Url(std::string_view text);

}  // namespace fmid
