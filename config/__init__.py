"""What Stratum is set to: settings, errors, words and the data that agents work by. Knows no other room."""
