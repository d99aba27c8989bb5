package io.gearman.server.cli;

import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with the words of a command line, told in the words of gearmand 1.1.20. */
final class ParseError {

    private ParseError() {}

    static String describe(ParameterException ex) {
        if (ex instanceof UnmatchedArgumentException unmatched) {
            return "unrecognised option '" + unmatched.getUnmatched().get(0) + "'";
        }
        if (ex instanceof OverwrittenOptionException overwritten) {
            return "option '" + name(overwritten.getOverwritten()) + "' cannot be specified more than once";
        }
        if (ex instanceof MissingParameterException missing
                && missing.getMissing().size() == 1) {
            return "the required argument for option '"
                    + name(missing.getMissing().get(0)) + "' is missing";
        }
        if (ex.getArgSpec() != null && ex.getValue() != null) {
            return "the argument ('" + ex.getValue() + "') for option '" + name(ex.getArgSpec()) + "' is invalid";
        }
        return String.valueOf(ex.getMessage());
    }

    private static String name(ArgSpec option) {
        return ((OptionSpec) option).longestName();
    }
}
