#include "runner/identity.hpp"

#include "runner/descriptor.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <charconv>

namespace arena::runner {

namespace {

std::string_view next_field(std::string_view& rest) {
  const auto end = rest.find(' ');
  const auto field = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return field;
}

template <class Number>
bool read_field(std::string_view field, Number& into) {
  const auto [end, ec] = std::from_chars(field.data(), field.data() + field.size(), into);
  return ec == std::errc{} && end == field.data() + field.size();
}

}  // namespace

std::optional<process_stat> parse_process_stat(std::string_view text) {
  // The name is whatever the process called itself; no field behind it has a parenthesis.
  const auto name_end = text.rfind(") ");
  if (name_end == std::string_view::npos) {
    return std::nullopt;
  }
  auto rest = text.substr(name_end + 2);
  process_stat stat;
  const auto state = next_field(rest);
  if (state.size() != 1 || !read_field(next_field(rest), stat.parent)) {
    return std::nullopt;
  }
  stat.state = state.front();
  next_field(rest);  // 5, the process group
  if (!read_field(next_field(rest), stat.session)) {
    return std::nullopt;
  }
  for (int skipped = 7; skipped < 22; ++skipped) {
    next_field(rest);
  }
  if (!read_field(next_field(rest), stat.start_time)) {
    return std::nullopt;
  }
  return stat;
}

result<process_stat> read_process_stat(pid_t pid) {
  const std::string path = "/proc/" + std::to_string(pid) + "/stat";
  const auto text = read_small_file(path.c_str());
  if (!text) {
    return std::unexpected(text.error());
  }
  if (const auto stat = parse_process_stat(*text)) {
    return *stat;
  }
  return fail(errc::io, path + " is not as the kernel documents it.");
}

result<std::string> read_boot_id() {
  auto text = read_small_file("/proc/sys/kernel/random/boot_id");
  if (text && text->ends_with('\n')) {
    text->pop_back();
  }
  return text;
}

result<std::string> read_small_file(const char* path) {
  const descriptor file(::open(path, O_RDONLY | O_CLOEXEC));
  if (!file) {
    return io_failure(std::string(path) + " could not be opened");
  }
  std::array<char, 4096> buffer;
  const auto size = ::read(file.get(), buffer.data(), buffer.size());
  if (size < 0) {
    return io_failure(std::string(path) + " could not be read");
  }
  return std::string(buffer.data(), static_cast<std::size_t>(size));
}

}  // namespace arena::runner
