#!/usr/bin/perl
# usage: perl worker.pl PORT PREFIX
# Serves PREFIX.echo, PREFIX.stages, PREFIX.fail and PREFIX.exception until it is stopped, and says what it ran.
use strict;
use warnings;
use Digest::SHA qw(sha1_hex);
use Gearman::Worker;

$| = 1;
$SIG{PIPE} = 'IGNORE';
my ($port, $prefix) = @ARGV;

my $worker = Gearman::Worker->new(job_servers => ["127.0.0.1:$port"]);
$worker->register_function("$prefix.echo" => sub {
    my $job = shift;
    print 'ran ', sha1_hex($job->arg), "\n";
    return $job->arg;
});
$worker->register_function("$prefix.stages" => sub {
    my $job = shift;
    $worker->send_work_data($job, 'part 1');
    $job->set_status(1, 2);
    $worker->send_work_warning($job, 'careful');
    $worker->send_work_data($job, 'part 2');
    $job->set_status(2, 2);
    return 'done';
});
$worker->register_function("$prefix.fail" => sub { return undef });
$worker->register_function("$prefix.exception" => sub { die "it broke\n" });

while (1) {
    eval { $worker->work(stop_if => sub { 0 }) };
    warn $@ if $@;
    select(undef, undef, undef, 0.1);
}
