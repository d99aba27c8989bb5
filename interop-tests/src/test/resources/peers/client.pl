#!/usr/bin/perl
# usage: perl client.pl PORT run|background FUNCTION [FILE...]
# Submits one job for each file, whose content is the payload, and says what came back.
use strict;
use warnings;
use Digest::SHA qw(sha1_hex);
use Gearman::Client;

$| = 1;
my ($port, $mode, $function, @files) = @ARGV;
my $client = Gearman::Client->new(exceptions => 1, job_servers => ["127.0.0.1:$port"]);

sub content {
    my $file = shift;
    open(my $in, '<:raw', $file) or die "$file: $!";
    local $/;
    my $bytes = <$in>;
    return defined $bytes ? $bytes : '';
}

sub run {
    my $payload = shift;
    my $raised = 0;
    my $result = $client->do_task(
        $function,
        \$payload,
        {
            timeout      => 20,
            on_data      => sub { print 'data ',    ${ $_[0] }, "\n" },
            on_warning   => sub { print 'warning ', ${ $_[0] }, "\n" },
            on_status    => sub { print "status $_[0]/$_[1]\n" },
            on_exception => sub { $raised = 1; print "exception $_[0]\n" },
        }
    );
    if (defined $result) {
        print 'complete ', length($$result), ' ', sha1_hex($$result), "\n";
    }
    elsif (!$raised) {
        print "fail\n";
    }
}

sub background {
    my $payload = shift;
    my $handle = $client->dispatch_background($function, \$payload) or die 'not accepted';
    print "created $handle\n";
    while (my $status = $client->get_status($handle)) {
        last unless $status->known;
        select(undef, undef, undef, 0.005);
    }
    print "unknown $handle\n";
}

for my $file (@files) {
    $mode eq 'run' ? run(content($file)) : background(content($file));
}
