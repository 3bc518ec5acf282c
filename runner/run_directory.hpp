// RUN_DIR as the runner uses it: held by one runner at a time, records that are there whole or not at all,
// and room for the last record set aside before the agent can fill the disk.
#pragma once

#include "runner/descriptor.hpp"
#include "runner/failure.hpp"

#include <string>
#include <string_view>

namespace arena::runner {

class run_directory {
 public:
  // Fails when the directory cannot be used, when another runner holds it (an flock, for as long as this
  // object lives), and when it already holds exit.json: a run is never repeated in place.
  //
  // `handed` is what the starter gave as stdin. When that is this directory, opened and locked by him, the
  // lock comes with it: it was held before there was a runner, so at no time is a run under way and its
  // directory free. Anything else is passed over.
  static result<run_directory> open(const std::string& path, descriptor handed = {});

  // A file of that name in it, for reading.
  result<descriptor> open_input(const std::string& name) const;
  // For writing behind what is there; made with mode 0600. Never through a symbolic link. Without O_APPEND,
  // which splice(2) does not take.
  result<descriptor> open_log(const char* name) const;

  // Puts the record in the place of an older one, on the disk when this returns.
  status write_runner_record(std::string_view json) const;

  // Takes 4 KiB of the disk for exit.json, so that it can be written when the disk is full.
  status reserve_exit_record();
  // REQUIRES reserve_exit_record(). On the disk when this returns; when only the last fsync failed, exit.json
  // is there all the same and the failure is told.
  status write_exit_record(std::string_view json);

 private:
  explicit run_directory(descriptor directory) : directory_(std::move(directory)) {}

  status publish(const descriptor& file, const char* from, const char* to) const;

  descriptor directory_;
  descriptor exit_file_;
};

}  // namespace arena::runner
