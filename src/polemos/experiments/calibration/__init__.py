"""What a record of a war says about its uncertain inputs."""
