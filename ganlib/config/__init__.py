"""What a run is: plain, validated data. Standard library only."""
