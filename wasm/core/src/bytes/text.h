// Small questions about text that comes from people and servers. No locale anywhere: ASCII is decided by value.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace fmid {

// Well-formed UTF-8 (Unicode 15, table 3-7: no overlong forms, no surrogates).
[[nodiscard]] bool IsUtf8(std::string_view text);
[[nodiscard]] bool IsControl(char c);  // C0 and DEL
[[nodiscard]] bool IsDigit(char c);
[[nodiscard]] bool IsAlphanumeric(char c);
[[nodiscard]] char ToLower(char c);
[[nodiscard]] bool EqualsIgnoringCase(std::string_view a, std::string_view b);
[[nodiscard]] bool StartsWithIgnoringCase(std::string_view text, std::string_view prefix);
// Visible ASCII: what every token consists of, and nothing that could end a header.
[[nodiscard]] bool IsTokenText(std::string_view text);
// -1 where it is no hexadecimal digit.
[[nodiscard]] int HexValue(char c);

// As std::to_string, which brings tables and 370 bytes of code.
[[nodiscard]] std::string Decimal(std::int64_t value);

// Everything but RFC 3986's unreserved characters and those in `keep` becomes %XX.
[[nodiscard]] std::string PercentEncode(std::string_view text, std::string_view keep = {});

}  // namespace fmid
